"""What an old site's `_config.yml` says of where its pages are published."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from faimi_site.frozen import frozen
from faimi_site.lazily import pattern
from faimi_site.model import Source
from faimi_site.problem import Fault
from faimi_site.scaffold.psych import load
from faimi_site.scaffold.texts import old_text

_GEM = pattern(r"^\s*gem\s*\(?\s*[\"']([\w-]+)", re.MULTILINE)
_EXCLUDED = (
    *(".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"),
    *("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"),
)
_STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
CONFIGS = ("_config.yml", "_config.yaml", "_config.toml")


@frozen
class Settings:
    """The values of `_config.yml`, the gems that are named, and the name of the file; `fault` tells what is wrong."""

    values: Mapping[str, Any]
    plain: Mapping[str, str]
    gems: frozenset[str]
    file: str = ""
    fault: str = ""

    def text(self, key: str) -> str:
        """Return a value as text, empty where it is none."""
        value = self.values.get(key)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def mapping(self, key: str) -> Mapping[str, Any]:
        """Return a value that is a mapping, or an empty one."""
        value = self.values.get(key)
        return value if isinstance(value, Mapping) else {}

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list, or none."""
        value = self.values.get(key)
        return tuple(str(one) for one in value if one is not None) if isinstance(value, list) else ()

    @property
    def style(self) -> str:
        """Return the permalink style or template of the whole site."""
        return self.text("permalink") or "date"

    @property
    def base_path(self) -> str:
        """Return `baseurl` without a slash at its end."""
        path = self.text("baseurl").strip("/")
        return f"/{path}" if path else ""

    @cached_property
    def include(self) -> tuple[str, ...]:
        """Return the patterns of what is published against the rule."""
        return self.listed("include") or (".htaccess",)

    @cached_property
    def exclude(self) -> tuple[str, ...]:
        """Return the patterns of what is not published."""
        return tuple(one for one in (*self.listed("exclude"), *_EXCLUDED) if one not in self.include)

    @cached_property
    def markdown(self) -> tuple[str, ...]:
        """Return the endings of Markdown files."""
        endings = self.text("markdown_ext") or "markdown,mkdown,mkdn,mkd,md"
        return tuple(f".{one.strip().lower()}" for one in endings.split(","))

    @cached_property
    def collections(self) -> dict[str, Mapping[str, Any]]:
        """Return the collections by label, each with its settings."""
        value = self.values.get("collections")
        given = {str(one): {} for one in value} if isinstance(value, list) else self.mapping("collections")
        return {label: one if isinstance(one, Mapping) else {} for label, one in given.items()}

    def template(self, label: str) -> str:
        """Return the template of the addresses of a collection's documents."""
        own = self.collections.get(label, {}).get("permalink")
        if isinstance(own, str) and own:
            return own
        return _STYLES.get(self.style, self.style) if label == "posts" else suffixed("/:collection/:path", self.style)

    def is_written(self, label: str) -> bool:
        """Return whether the documents of a collection are published."""
        return label == "posts" or self.collections.get(label, {}).get("output", False) not in (False, None)

    @cached_property
    def plugins(self) -> frozenset[str]:
        """Return the names of the plugins that the site or its Gemfile asks for."""
        return self.gems | {*self.listed("plugins"), *self.listed("gems"), *self.listed("whitelist")}

    @property
    def on_pages(self) -> bool:
        """Return whether GitHub Pages may build the site with the plugins that it adds by itself."""
        return not self.gems or "github-pages" in self.gems

    def may_use(self, plugin: str) -> bool:
        """Return whether a plugin that GitHub Pages adds by itself may be at work."""
        return self.on_pages or plugin in self.plugins

    def surely_uses(self, plugin: str) -> bool:
        """Return whether a plugin that GitHub Pages adds by itself is sure to be at work."""
        return "github-pages" in self.gems or plugin in self.plugins


def suffixed(template: str, style: str) -> str:
    """Return a template of an address with the ending that a permalink style gives."""
    if style in ("date", "ordinal", "none"):
        return f"{template}:output_ext"
    return f"{template}/" if style == "pretty" or style.endswith("/") else _as_given(template, style)


def _as_given(template: str, style: str) -> str:
    return f"{template}:output_ext" if style.endswith(":output_ext") else template


def settings(files: Mapping[str, Source]) -> Settings:
    """Return the settings of the site in a folder: the defaults where its configuration cannot be read."""
    gemfile = files.get("Gemfile")
    gems = frozenset(_GEM.findall(old_text(gemfile)[0].text)) if gemfile else frozenset()
    name = next((name for name in CONFIGS if name in files), "")
    if not name:
        return Settings({}, {}, gems)
    text = old_text(files[name])[0].text
    if name.endswith(".toml"):
        try:
            return Settings(tomllib.loads(text), {}, gems, name)
        except tomllib.TOMLDecodeError as error:
            return Settings({}, {}, gems, name, str(error))
    loaded = load(text)
    if isinstance(loaded, Fault):
        return Settings({}, {}, gems, name, loaded.message)
    values, plain = loaded
    if not isinstance(values, dict):
        return Settings({}, {}, gems, name, "" if values is None else "it is not a mapping of keys to values")
    return Settings(values, plain, gems, name)
