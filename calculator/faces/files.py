"""Inputs from outside Python: a file of them, the words of a command line, or a link."""

import sys
import tomllib
from pathlib import PurePath
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from calculator.answers.case import Case
from calculator.answers.texts import repetition
from calculator.errors import InputError
from calculator.inputs.limits import LONGEST_JSON, Repeated, read_json
from calculator.inputs.vocabulary import VOCABULARY

SWITCHES = ("q", "h", "view", "offline")  # of a link: what it says to the page, not of the case


def read_inputs(option: str, file: str) -> dict[str, Any]:
    """The inputs that a file, or standard input where it is "-", holds as a JSON object, or as TOML where its name ends so; in UTF-8 whatever the terminal writes.

    Raises InputError, with `option` as its field.
    """
    try:
        if file == "-" and sys.stdin is None:
            raise InputError(option, "must name a file that can be read: standard input is closed", file)
        with open(0 if file == "-" else file, encoding="utf-8", closefd=file != "-") as handle:
            text = handle.read(LONGEST_JSON + 1)
        value = toml(text) if PurePath(file).suffix == ".toml" else read_json(text)
    except OSError as error:
        raise InputError(option, f"must name a file that can be read: {error.strerror}", file) from None
    except InputError:
        raise
    except Repeated as error:
        raise repetition(error.key, error.first, error.second) from None
    except ValueError as error:
        kind = "TOML" if file.endswith(".toml") else "a JSON object"
        raise InputError(option, f"must hold {kind}: {error}", file) from None
    if not isinstance(value, dict):
        raise InputError(option, "must hold a JSON object", value)
    return value


def toml(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_JSON:
        raise ValueError(f"at most {LONGEST_JSON:,} characters are read")
    return tomllib.loads(text)


def read_case(words: str) -> Case:
    """The case that a file, a link with numbers, or words such as "team_size=20 api_spend_usd_month=42k" hold.

    Raises InputError where it is none of them, or no case.
    """
    if "://" in words or words.startswith("?"):
        pairs = [(key, text) for key, text in parse_qsl(urlsplit(words).query, keep_blank_values=True) if key not in SWITCHES]
    elif "=" in words:
        pairs = [(key, text) for key, equals, text in (word.partition("=") for word in words.split()) if equals or refuse(key)]
    else:
        return Case(read_inputs("case", words))
    texts: dict[str, str] = {}
    for key, text in pairs:
        if key in texts:
            raise repetition(key, texts[key], text)
        texts[key] = text
    return Case({key: VOCABULARY[key].parse(text) if key in VOCABULARY else text for key, text in texts.items()})


def refuse(word: str) -> bool:
    raise InputError("case", "must be a file, a link, or words written key=value", word)
