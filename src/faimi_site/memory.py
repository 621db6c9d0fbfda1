"""Costly pure results, remembered by what they were made from; empty, it changes no result."""

from __future__ import annotations

import hashlib
import json
from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, Protocol

from faimi_site.model import Source
from faimi_site.parallel import Ahead, Crashed, mapped
from faimi_site.problem import Fault

Make = Callable[[], "bytes | Fault"]
Result = dict[str, Any]

_PIECE = 1 << 20  # bytes of a file that are held at a time


class Asked(NamedTuple):
    """One result that is wanted: the digests or texts it is made from, and how."""

    inputs: tuple[str, ...]
    make: Callable[[], Result]


class Batch(NamedTuple):
    """Bytes that are wanted of one thing: what each is made from, and how that thing is opened to make the nth."""

    inputs: Sequence[tuple[str, ...]]
    opened: Callable[[], Callable[[int], bytes | Fault]]

    def made(self, nth: int) -> bytes | Fault:
        """Return the nth of its bytes, made of the thing opened anew."""
        return self.opened()(nth)


class Store(Protocol):
    """Where bytes are kept by a key, between builds or for one alone."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, whole and unchanged, or None."""

    def size(self, key: str) -> int | None:
        """Return how many bytes `get` would return if they are whole, without reading them; None if there are none."""

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key, if that can be done."""

    def held(self, key: str) -> bytes | None:
        """Return the bytes of a key if no other process can get them."""

    def take(self, key: str, body: bytes | None) -> None:
        """Have what another process has put under a key: these bytes, or what all processes can get."""


class Shelves:
    """A store that lasts as long as its build."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None."""
        return self._bodies.get(key)

    def size(self, key: str) -> int | None:
        """Return how many bytes a key has, or None."""
        return len(self._bodies[key]) if key in self._bodies else None

    def put(self, key: str, body: bytes) -> None:
        """Keep bytes under a key."""
        self._bodies[key] = body

    def held(self, key: str) -> bytes | None:
        """Return the bytes of a key, or None."""
        return self._bodies.get(key)

    def take(self, key: str, body: bytes | None) -> None:
        """Keep bytes of another process under a key."""
        if body is not None:
            self._bodies[key] = body


class Memory:
    """A mapping from the digest of a step's inputs to its result: plain JSON data, or bytes, which a store keeps.

    `known` has what earlier builds made, as data or as the JSON text of it; `holds` says by path what the output
    has by now, as a digest of its bytes, or "" where nothing is known of it. `report` is told of long work: the step,
    how much of it is done, and how much there is, 0 where that is not known. It `may_fork` where what it is asked for
    may be made by processes ahead.
    """

    def __init__(
        self,
        known: Mapping[str, Any] | None = None,
        store: Store | None = None,
        holds: Callable[[str], str] = lambda _: "",
        report: Callable[[str, int, int], None] = lambda *_: None,
        may_fork: bool = False,
    ) -> None:
        self._known = known or {}
        self._store = store or Shelves()
        self.holds, self.report, self.may_fork = holds, report, may_fork
        self._tell: Callable[[Any], None] = lambda _: None
        self._ahead: Ahead | None = None
        self._awaited_steps: Collection[str] = ()
        self._told: dict[str, Any] = {}
        self.used: dict[str, Any] = {}
        self._anew: set[str] = set()
        self.kept: set[str] = set()

    @property
    def knows_something(self) -> bool:
        """Return whether earlier builds have left results, which may be of any shape."""
        return bool(self._known)

    def recall(self, step: str, inputs: tuple[str, ...], make: Callable[[], Result]) -> Result:
        """Return what a step once made of these inputs, or what it makes now."""
        key = _key(step, inputs)
        result = self._recalled(key)
        if result is None:
            told: Result | None = self._awaited(step, key)
            result = self.used[key] = make() if told is None else told
            self._anew.add(key)
            self._tell((key, result))
        return result

    def recall_all(
        self, step: str, asked: Sequence[Asked], still: Callable[[int, Result], bool] = lambda *_: True
    ) -> list[Result | Crashed]:
        """Return what a step once made of each of these, or makes now on all cores, in their order.

        What is remembered of the nth counts only if it `still` holds. What has a name that starts with `_` is of this
        build alone, and may be bytes.
        """
        keys = [_key(step, one.inputs) for one in asked]
        results: list[Any] = self._all_recalled(keys)
        missing = [at for at, known in enumerate(results) if known is None or not still(at, known)]
        made = {at: told for at in missing if (told := self._awaited(step, keys[at])) is not None}
        missing = [at for at in missing if at not in made]
        mine = mapped(lambda at: asked[missing[at]].make(), len(missing), partial(self.report, step))
        for at, result in [*made.items(), *zip(missing, mine, strict=True)]:
            results[at] = result
            if not isinstance(result, Crashed):
                # As text it takes a fifth of the room, and it will be wanted as text.
                self.used[keys[at]] = _text(result)
                self._anew.add(keys[at])
                self._tell((keys[at], result))
        return results

    @contextmanager
    def ahead(self, work: Callable[[Memory], object], steps: Collection[str]) -> Iterator[bool]:
        """Have some work done by another process as well, and wait for its results of some steps that are missing here.

        Of the same inputs it makes the same, so that only the time changes. The value is whether there is such a
        process; without one, all is made here.
        """

        def done_there(tell: Callable[[Any], None]) -> None:
            known: Mapping[str, Any] = ChainMap(self.used, self._known)  # type: ignore[arg-type]  # neither is written to
            there = Memory(known, self._store, self.holds, lambda *done: tell((None, done)))
            there._tell = tell
            work(there)

        self._ahead = Ahead(done_there) if self.may_fork else None
        self._awaited_steps = steps
        try:
            yield bool(self._ahead and self._ahead.lives)
        finally:
            if self._ahead:
                self._ahead.end()
            self._ahead = None
            self._told.clear()

    def touch(self, step: str, inputs: tuple[str, ...]) -> None:
        """Keep what a step once made of these inputs, if it did: a larger step was remembered, so it was not asked."""
        self.adopt([_key(step, inputs)], self._told)

    def apart(self) -> Memory:
        """Return a memory that knows the same, and notes by itself what it uses: for a part of something larger."""
        return Memory(ChainMap(self.used, self._known))  # type: ignore[arg-type]  # neither is written to

    def adopt(self, keys: Iterable[str], results: Mapping[str, Result]) -> None:
        """Keep what a part used, by the keys of its results, as far as they are known or among these."""
        for key in keys:
            if key in self.used:
                continue
            if key in results and key not in self._known:
                self.used[key] = results[key]
                self._anew.add(key)
            elif key in self._known:
                self.used[key] = self._known[key]

    def digest(self, source: Source) -> str:
        """Return the digest of a file's bytes, empty where they cannot be read."""

        def made() -> Result:
            try:
                return {"": _digest_of(source)}
            except OSError:
                return {"": ""}

        known = self.recall("digest", (source.path, source.stamp), made) if source.stamp else made()
        return str(known.get(""))

    def keep(self, step: str, inputs: tuple[str, ...], make: Make) -> Source | Fault:
        """Return the bytes that a step once made of these inputs, or makes now, as a source that holds none of them.

        A fault is not remembered.
        """
        key = _key(step, inputs)
        known = self._found(key, make)
        if known is not None:
            return known
        handed = self._awaited(step, key)
        if handed is None:
            body = make()
            if isinstance(body, Fault):
                return body
            self.report(step, 1, 0)
            handed = self._handed(key, body)
            self._tell((key, handed))
        return self._taken(key, make, handed)

    def keep_all(self, step: str, asked: Sequence[Batch]) -> list[Sequence[Source | Fault] | Crashed]:
        """Return what `keep` does of each of these, made on all cores; a batch is made by one process."""
        keys = [[_key(step, inputs) for inputs in batch.inputs] for batch in asked]
        found: list[Any] = [
            [self._found(key, partial(batch.made, nth)) for nth, key in enumerate(ours)]
            for batch, ours in zip(asked, keys, strict=True)
        ]
        missing = [at for at, sources in enumerate(found) if None in sources]

        def make(at: int) -> list[Any]:
            made = asked[missing[at]].opened()
            known = zip(keys[missing[at]], found[missing[at]], strict=True)
            return [None if source else self._handed(key, made(nth)) for nth, (key, source) in enumerate(known)]

        for at, results in zip(missing, mapped(make, len(missing), partial(self.report, step), fewest=1), strict=True):
            if isinstance(results, Crashed):
                found[at] = results
                continue
            for nth, (key, handed) in enumerate(zip(keys[at], results, strict=True)):
                if handed:
                    found[at][nth] = self._taken(key, partial(asked[at].made, nth), handed)
        return found

    def is_as_before(self) -> bool:
        """Return whether nothing was made anew, and all that was known has been used."""
        return not self._anew and self.used.keys() == self._known.keys()

    def texts(self, used_alone: bool = True) -> Iterator[tuple[str, bytes]]:
        """Yield what was used, or all that is known, as JSON text by key, without what is of this build alone."""
        results = self.used if used_alone else {**self._known, **self.used}
        for key, result in results.items():
            known = self._known.get(key) if key not in self._anew else result
            yield key, known if isinstance(known, bytes) else _text(result)

    def _recalled(self, key: str) -> Result | None:
        kept = self.used.get(key)
        if kept is None:
            kept = self._known.get(key)
        result = kept
        if isinstance(kept, bytes):
            try:
                result = json.loads(kept)
            except (ValueError, RecursionError):
                return None
        if not isinstance(result, dict):
            return None
        self.used[key] = kept
        return result

    def _all_recalled(self, keys: Sequence[str]) -> list[Result | None]:
        """Return what is recalled of each key; all texts are read as one, which takes half of the time."""
        kept = ((key, self.used.get(key) or self._known.get(key)) for key in keys)
        texts = {key: one for key, one in kept if isinstance(one, bytes)}
        try:
            read = dict(zip(texts, json.loads(b"[%b]" % b",".join(texts.values())), strict=True))
        except (ValueError, RecursionError):
            read = {}
        read = {key: result for key, result in read.items() if isinstance(result, dict)}
        self.used.update((key, texts[key]) for key in read)
        return [read[key] if key in read else self._recalled(key) for key in keys]

    def _awaited(self, step: str, key: str) -> Any:
        """Return a result that another process makes, once it has; None where it does not."""
        while self._ahead and key not in self._told and step in self._awaited_steps:
            told = self._ahead.next()
            if told is None:
                break
            if told[0] is None:
                self.report(*told[1])
            else:
                self._told[told[0]] = told[1]
        return self._told.pop(key, None)

    def _found(self, key: str, make: Make) -> Source | None:
        size = self._store.size(key)
        if size is None:
            return None
        source = self._source(key, make, size)
        # Of as many bytes of this key a digest is known, so they were whole then; they are looked at when they are
        # wanted, and made anew if need be.
        if self._recalled(_key("digest", (source.path, source.stamp))) is None and self._store.get(key) is None:
            return None
        return source

    def _source(self, key: str, make: Make, size: int) -> Source:
        self.kept.add(key)
        return Source("", partial(self._open, key, make), size, f"{key} {size}")

    def _handed(self, key: str, body: bytes | Fault) -> dict[str, Any]:
        """Keep bytes, and return what another process needs to have them: plain data."""
        if isinstance(body, Fault):
            return {"fault": [body.message, body.hint]}
        self._store.put(key, body)
        return {"size": len(body), "body": self._store.held(key)}

    def _taken(self, key: str, make: Make, handed: Mapping[str, Any]) -> Source | Fault:
        if "fault" in handed:
            return Fault(*handed["fault"])
        self._store.take(key, handed["body"])
        return self._source(key, make, handed["size"])

    def _open(self, key: str, make: Make) -> BinaryIO:
        # The store may have lost it since, or could never keep it.
        body = self._store.get(key)
        made = make() if body is None else body
        if isinstance(made, Fault):
            raise OSError(made.message)
        return BytesIO(made)


def _text(result: Mapping[str, Any]) -> bytes:
    lasting = {name: value for name, value in result.items() if not name.startswith("_")}
    return json.dumps(lasting, separators=(",", ":")).encode()


def digest(body: bytes) -> str:
    """Return what tells these bytes from all others."""
    return hashlib.sha256(body).hexdigest()


def _digest_of(source: Source) -> str:
    """Return the digest of a file that is never held in memory as a whole."""
    made = hashlib.sha256()
    with source.open() as stream:
        while piece := stream.read(_PIECE):
            made.update(piece)
    return made.hexdigest()


def _key(step: str, inputs: tuple[str, ...]) -> str:
    # Each with its length, so that no two lists of texts are one text.
    return digest("".join([f"{len(text)}:{text}" for text in (step, *inputs)]).encode("utf-8", "surrogatepass"))
