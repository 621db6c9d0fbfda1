"""What a notebook should not carry to its readers: each rule where it speaks, and where it must not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.notebooks import book, code, display, error, markdown, png, site_with, stream

GITHUB = "ghp_" + "a1B2" * 9
HEX = "0123456789abcdef0123456789abcdef01234567"


def told(*cells: dict[str, Any]) -> list[str]:
    """Return the problems of a notebook, without the home page's, in a line each."""
    return site_with(book(*cells)).briefly


def test_a_cell_that_mounts_a_drive() -> None:
    assert site_with(
        book(markdown("# A"), code("from google.colab import drive\ndrive.mount('/content/drive')"))
    ).shown == [
        "assets/lab.ipynb:14:6: warning: cell 2 mounts a drive, which is empty for everybody else [notebook/drive]\n"
        '    14 |     "from google.colab import drive\\n",\n'
        "       |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "       = hint: read the data from an address, or from a folder beside the notebook"
    ]


def test_an_error_in_an_output() -> None:
    assert told(code("a"), code("b", error("KeyError", "'x'"), count=2)) == [
        "assets/lab.ipynb:22:16: warning: cell 2 ends in the error 'KeyError: 'x'' [notebook/error-output] | "
        "mend it and run the notebook again; where the error is meant, give the cell the tag raises-exception"
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            code("open('/home/ada/data.csv')"),
            "7:12: warning: cell 1 names '/home/ada/data.csv', a path of one computer",
        ),
        (markdown("See /Users/ada."), "7:10: warning: cell 1 names '/Users/ada', a path of one computer"),
        (code("p = r'C:\\Users\\ada\\x'"), "7:12: warning: cell 1 names 'C:\\Users\\ada\\x', a path of one computer"),
        (code("x = '/mnt/data/x.csv'"), "7:11: warning: cell 1 names '/mnt/data/x.csv', a path of one computer"),
        (code("x = 'D:/data/x.csv'"), "7:11: warning: cell 1 names 'D:/data/x.csv', a path of one computer"),
        (code("p = 'C:\\\\Users\\\\ada'"), "7:11: warning: cell 1 names 'C:\\\\Users\\\\ada', a path of one computer"),
        (
            code("x", stream("/root/.cache/a.pt\n")),
            "15:8: warning: an output of cell 1 names '/root/.cache/a.pt', a path of one computer",
        ),
        (code("x = '/data/skin/x.csv'"), "7:11: warning: cell 1 names '/data/skin/x.csv', a path of one computer"),
        (code("x = '/gpfs/group/x'"), "7:11: warning: cell 1 names '/gpfs/group/x', a path of one computer"),
        (code("x = '/scratch/ada'"), "7:11: warning: cell 1 names '/scratch/ada', a path of one computer"),
        (code("x = '~/skin/x.csv'"), "7:11: warning: cell 1 names '~/skin/x.csv', a path of one computer"),
        (
            code(r"x = r'\\lab\share\x.csv'"),
            r"7:12: warning: cell 1 names '\\lab\share\x.csv', a path of one computer",
        ),
        (
            code(r"x = '\\\\lab\\share\\x.csv'"),
            r"7:11: warning: cell 1 names '\\\\lab\\share\\x.csv', a path of one computer",
        ),
    ],
)
def test_a_path_of_one_computer(cell: dict[str, Any], said: str) -> None:
    assert told(cell) == [f"assets/lab.ipynb:{said} [notebook/local-path] | write it relative to the notebook"]


@pytest.mark.parametrize(
    "source",
    [
        "'/content/x.csv', '/tmp/x.csv', '/kaggle/input/skin/x.csv'",
        "'data/x.csv', './data/x.csv', '../data/x.csv', f'{base}/data/x.csv', 'https://a.org/data/x.csv', '/data'",
        "'~/.kaggle/kaggle.json', a ~ b, 'y ~ x', ~mask",
        r"re.sub(r'\\d+\\w+', '\\\\d', x); '\\n\\t'; r'\\\\'",
        r"plt.title(r'$\\alpha\beta$'); r'a & b \\\hline c & d \\\frac{a}{b}'",
    ],
)
def test_a_path_that_all_have_is_none_of_one_computer(source: str) -> None:
    assert told(code(source, stream(f"{source}\n"))) == []


def test_what_prose_tells_a_reader_to_have_is_no_path_of_one_computer() -> None:
    assert told(markdown("Put the images into `~/skin/images`, or mount them at `/data/skin`.")) == []


def test_an_e_mail_address() -> None:
    assert told(markdown("Ask ada@lab.edu or bob@lab.edu."), code("# by ada@lab.edu")) == [
        "assets/lab.ipynb:7:10: warning: cell 1 holds the e-mail address 'ada@lab.edu' [notebook/e-mail] | "
        "take it out, unless its owner wants it to be public",
        "assets/lab.ipynb:14:11: warning: cell 2 holds the e-mail address 'ada@lab.edu' [notebook/e-mail] | "
        "take it out, unless its owner wants it to be public",
    ]


def test_an_e_mail_address_in_metadata_has_its_cell() -> None:
    user: Any = {"executionInfo": {"user": {"displayName": "Ada", "email": "ada@lab.edu"}}}
    assert told(code("x", **user)) == [
        "assets/lab.ipynb:9:17: warning: the metadata of cell 1 holds the e-mail address 'ada@lab.edu' "
        "[notebook/e-mail] | take it out, unless its owner wants it to be public"
    ]
    (said,) = told(*(code("x", count=count, **user) for count in (1, 2, 3)))
    assert ": warning: the metadata of cell 1 and of 2 other cells holds the e-mail address" in said


def test_what_the_metadata_of_a_notebook_holds_is_told() -> None:
    site = site_with(book(markdown("# A"), metadata={"authors": [{"email": "ada@lab.edu"}], "api_key": HEX}))
    assert [one.partition(" [")[0] for one in site.briefly] == [
        "assets/lab.ipynb:14:15: warning: the notebook's metadata holds the e-mail address 'ada@lab.edu'",
        "assets/lab.ipynb:17:15: warning: the notebook's metadata holds what seems to be an access token, '0123…'",
    ]
    assert HEX not in "".join(site.shown)


def test_a_token_in_the_metadata_of_an_output_is_told() -> None:
    (said,) = told(code("x", display({"token": GITHUB}, plain="x")))
    assert "warning: the metadata of cell 1 holds what seems to be an access token, 'ghp_…'" in said


def test_an_address_that_a_link_writes_to_is_told() -> None:
    (said,) = told(code("x", display(html="<a href='mailto:ada@lab.edu'>Ask</a>")))
    assert "warning: an output of cell 1 holds the e-mail address 'ada@lab.edu'" in said


def test_what_programs_write_into_metadata_is_no_finding() -> None:
    cell = code("x", id="k9Xq2LmP7vRt", executionInfo={"user": {"displayName": "Ada", "userId": "0123456789"}}, tags=[])
    metadata = {
        "vscode": {"interpreter": {"hash": HEX}},
        "kernelspec": {"name": "python3"},
        "colab": {"provenance": []},
    }
    assert site_with(book(cell, metadata=metadata)).briefly == []


def test_an_access_token_is_told_by_its_first_letters_alone() -> None:
    (said,) = site_with(book(code(f"login('{GITHUB}')"))).shown
    assert said == (
        "assets/lab.ipynb:7:13: warning: cell 1 holds what seems to be an access token, 'ghp_…' [notebook/token]\n"
        "       = hint: make it void where it was made: it is public; then read it from the environment"
    )


@pytest.mark.parametrize(
    "source",
    [
        "hf_AbCdEfGhIjKlMnOpQrStUvWxYz123456",
        "sk-proj-AbCdEfGhIjKlMnOpQrSt1234",
        "AKIAIOSFODNN7EXAMPLE",
        "WANDB_API_KEY = '0123456789abcdef0123456789abcdef01234567'",
        "os.environ['KAGGLE_KEY'] = '0123456789abcdef0123456789abcdef'",
        '{"access_token": "ya0AbCdEf1234567890xyz"}',
        'headers = {"Authorization": "Bearer k9Xq2LmP7vRt4WzB8nYc"}',
        "curl -H 'authorization: bearer 0a1b2c3d4e5f60718293a4b5c6d7'",
        f'wandb.login(key="{HEX}")',
        f'{{"username":"ada","key":"{HEX[:32]}"}}',
        f'headers = {{"Authorization": "token {HEX}"}}',
        'headers = {"Authorization": "Basic YWRhOmh1bnRlcjJodW50ZXIy"}',
        f"http://localhost:8888/?token={HEX}ab12cd34",
        f"!wandb login {HEX}",
        f"!wandb login --relogin {HEX}",
        f"%env WANDB_API_KEY={HEX}",
        f"!kaggle-fetch --api-key {HEX}",
        "!git clone https://user:secret@gitlab.com/a.git",
        f"!git clone https://{HEX}@gitlab.com/a.git",
        "-----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        'password = "hunter2hunter2hunter2"',
        "db = connect(host='db', passwd='Tr0ub4dor&3')",
        "os.environ['DB_PASSWORD'] = 'correct4horse'",
    ],
)
def test_what_seems_to_be_an_access_token(source: str) -> None:
    site = site_with(book(code(source), code("x", stream(source), count=2)))
    assert site.rules == ["notebook/token", "notebook/token"]
    assert not any(source[-8:].strip("'\"}") in said for said in [*site.shown, *site.notes])


@pytest.mark.parametrize(
    "source",
    [
        "Bearer <token>",
        "Bearer {token}",
        "Bearer $HF_TOKEN_OF_2025_IN_THE_ENVIRONMENT",
        "Bearer YOUR_API_TOKEN_0123456789",
        "Bearer authentication-and-authorization",
        "Bearer xxxxxxxxxxxx0123456789xxxx",
    ],
)
def test_what_stands_for_an_access_token_is_none(source: str) -> None:
    assert told(code(f'headers = {{"Authorization": f"{source}"}}', stream(f"{source}\n"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "wandb.login(key=os.environ['WANDB_API_KEY'])",
        "wandb.login(key='YOUR_KEY')",
        "wandb.login(key='xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
        "!wandb login $WANDB_API_KEY",
        "!wandb login YOUR_KEY",
        "sorted(rows, key=lambda row: row['score'])",
        "table.melt(key='name', sort_key='age_at_baseline_2020')",
        "figure.savefig(key='fig1'); cache_key = 'resnet50-fitzpatrick-v2-seed1'",
        '{"username": "ada", "key": "<your key>"}',
        '{"Authorization": f"token {token}"}',
        '{"Authorization": "token <token>"}',
        "the token classification_with_transformers_4",
        "Basic classification: predict clothing",
        "Basic understanding of Python3 and statistics",
        "{'Authorization': f'Basic {encoded}'}",
        "http://localhost:8888/?token=...",
        "https://example.org/?token=<token>&page=2",
        "https://docs.google.com/spreadsheets/d/?key=sheet1",
        "git clone https://{user}:{token}@gitlab.com/a.git",
        "git clone https://$USER:$TOKEN@gitlab.com/a.git",
        "git clone https://<user>:<password>@gitlab.com/a.git",
        "git clone https://user:password@gitlab.com/a.git",
        "git clone https://oauth2:YOUR_TOKEN@gitlab.com/a.git",
        "postgresql://postgres:postgres@localhost:5432/db",
        "http://localhost:8888/lab",
        "-----BEGIN PUBLIC KEY-----",
        "password = getpass('Password: ')",
        "password = getpass()",
        "password = os.environ['DB_PASSWORD_2']",
        "password = 'your-password-1234'",
        "password = '<password1>'",
        "password = 'changeme123'",
        "password = 'postgres'",
        "password = 'abc1'",
        "if password == '': raise ValueError('password: at least 8 letters')",
        "tokenizer = AutoTokenizer.from_pretrained('bert-base-uncased')",
        "pad_token='[PAD]', eos_token = '<|endoftext|>', mask_token='extra_id_0_of_tokens'",
    ],
)
def test_what_only_looks_like_a_secret_is_none(source: str) -> None:
    assert told(code(source, stream(f"{source}\n"))) == []


def test_of_a_short_password_no_more_than_a_letter_is_told() -> None:
    (said,) = told(code("!git clone https://user:secret@gitlab.com/a.git"))
    assert "holds what seems to be an access token, 's…'" in said


def test_a_private_key_is_called_so() -> None:
    (said,) = told(code("x = 1\nkey = '-----BEGIN OPENSSH PRIVATE KEY-----'"))
    assert "cell 1, line 2 holds a private key [notebook/token]" in said


def test_a_finding_in_a_cell_of_several_lines_names_the_line() -> None:
    (said,) = told(code("import os\nopen('/home/ada/data.csv')"))
    assert said.startswith("assets/lab.ipynb:8:12: warning: cell 1, line 2 names '/home/ada/data.csv'")


def test_a_secret_is_not_repeated_by_another_problem() -> None:
    site = site_with(book(code(f"open('/home/ada/{GITHUB}') # ada@lab.edu", error("IOError", GITHUB))))
    assert sorted(set(site.rules)) == [
        "notebook/e-mail",
        "notebook/error-output",
        "notebook/local-path",
        "notebook/token",
    ]
    assert GITHUB not in "".join(site.shown)


def test_a_picture_without_words() -> None:
    assert told(code("plot()", display(png=png()))) == [
        "assets/lab.ipynb:7:6: note: a picture of cell 1 has no words for those who do not see it [notebook/no-alt] | "
        "say what it shows: metadata={'image/png': {'alt': '...'}} of display(), or alt in the cell's metadata"
    ]


def test_an_attachment_that_is_not_there() -> None:
    assert told(markdown("![a](attachment:b.png)")) == [
        "assets/lab.ipynb:7:6: warning: cell 1 shows the attachment 'b.png', which it does not have "
        "[notebook/no-attachment] | put the picture into the cell anew, or keep it as a file beside the notebook"
    ]


def test_a_notebook_that_never_ran_is_one_note() -> None:
    assert [one.partition(" [notebook/")[0] for one in told(code("a", count=None), code("b", count=None))] == [
        "assets/lab.ipynb:7:6: note: no cell of the notebook has been run"
    ]


def test_cells_that_ran_out_of_order_or_not_at_all() -> None:
    cells = code("a", count=4), code("b", count=None), code("c", count=2), code("", count=None), code("d", count=5)
    assert [one.partition(" [notebook/")[0] for one in told(*cells)] == [
        "assets/lab.ipynb:16:6: note: cell 2 has not been run",
        "assets/lab.ipynb:25:6: note: cell 3 was run as [2], before cell 1 ([4])",
    ]


def test_a_clean_notebook_has_no_finding() -> None:
    assert (
        told(
            markdown("# A\n\nWrite to someone@example.org; see <https://other.example/home/ada>."),
            code("import os\ntoken = os.environ['HF_TOKEN']\nrun(api_key='YOUR-API-KEY-GOES-HERE')", count=1),
            code(
                "C = A@B.values\nsort_key = 'abcdefabcdefabcdefab'\n!pip install git+ssh://git@github.com/a/b", count=2
            ),
            code("1/0", error("ZeroDivisionError", ""), count=3, tags=["raises-exception"]),
            code("plot()", display(png=png()), count=4, alt="a grey box"),
            code("path = '/content/data'; disk = 'sk-learn'; home = '~'", count=5),
        )
        == []
    )


def test_the_level_of_a_finding_can_be_changed() -> None:
    site = site_with(
        book(markdown("ada@lab.edu")),
        **{"site.yaml": "title: T\nurl: https://example.org\nchecks: {notebook/e-mail: off}\n"},
    )
    assert site.shown == site.notes == []


def test_a_fault_of_a_minified_notebook_is_its_own_and_not_its_templates() -> None:
    cell = markdown('# A\n\n#### B\n\n<img src="data:image/png;base64,iVBORw0KGgo=">')
    text = json.dumps(json.loads(book(cell)))
    assert {line.partition(":")[0] for line in site_with(text).shown} == {"assets/lab.ipynb"}
