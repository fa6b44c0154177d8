"""The Python package as a reference: each public name with the signature and the docstring that it has there."""

import inspect
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, NamedTuple

import calculator
from publish.pages.page import PageError

CODE = re.compile(r"`([^`]+)`")
ITEM = re.compile(r"- `(\w+)`: ")
PATH = re.compile(r"\b(?:\w+\.)+(?=[A-Z])")  # before the name of a class
PLAIN = "self"
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Member(NamedTuple):
    """An attribute or a method of a class: `kind` is what inventories call it."""

    name: str
    kind: str
    signature: str
    doc: str


def public(name: str) -> Any:
    if name not in calculator.__all__:
        raise PageError(f"python must be one of {', '.join(calculator.__all__)} (got {name!r})")
    return getattr(calculator, name)


def kind_of(thing: object) -> str:
    if not inspect.isclass(thing):
        return "function"
    return "exception" if issubclass(thing, Exception) else "class"


def is_given_back(thing: object) -> bool:
    """Whether it is a class that nobody makes but the package."""
    return inspect.isclass(thing) and not issubclass(thing, Exception)


def signature(thing: Callable[..., Any]) -> str:
    """As it is called, types by their own names; of what is only given back, and of a property, nothing."""
    if is_given_back(thing):
        return ""
    found = inspect.signature(thing)
    given = [parameter for parameter in found.parameters.values() if parameter.name != PLAIN]
    return PATH.sub("", str(found.replace(parameters=given)))


def paragraphs(thing: object) -> list[str]:
    return (inspect.getdoc(thing) or "").split("\n\n")


def attribute_docs(thing: object) -> dict[str, str]:
    """The attributes that a class's docstring lists, with what it says of each."""
    found = {}
    for paragraph in paragraphs(thing):
        starts = list(ITEM.finditer(paragraph)) if paragraph.startswith("- ") else []
        ends = [*(following.start() for following in starts[1:]), len(paragraph)]
        for start, end in zip(starts, ends, strict=False):
            found[start[1]] = " ".join(paragraph[start.end() : end].split())
    return found


def members(thing: object) -> Iterator[Member]:
    """The attributes and methods of a class."""
    if not inspect.isclass(thing):
        return
    types = {
        name: inspect.signature(part.fget).return_annotation
        for name, part in vars(thing).items()
        if isinstance(part, property) and part.fget
    }
    types |= thing.__annotations__ if is_given_back(thing) else {}
    for name, words in attribute_docs(thing).items():
        kind = types.get(name)
        yield Member(name, "attribute", f": {PATH.sub('', inspect.formatannotation(kind))}" if kind else "", words)
    for name, method in vars(thing).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            yield Member(name, "method", signature(method), " ".join(paragraphs(method)[0].split()))


def prose(words: str) -> str:
    return CODE.sub(r"<code>\1</code>", escape(" ".join(words.split()), quote=False))


def entry(name: str, kind: str, shown: str) -> str:
    """How a name is written, marked for the inventory."""
    return f'data-python="{kind} calculator.{name}"><code>{escape(shown, quote=False)}</code>'


def python_html(name: str) -> str:
    """One public name of the package."""
    thing = public(name)
    shown = f"{'class ' if inspect.isclass(thing) else ''}{name}{signature(thing)}"
    parts = [f'<p class="pb-signature" {entry(name, kind_of(thing), shown)}</p>']
    place = HUMP.sub("-", name).lower()
    rows = "".join(
        f'<div class="pb-formula"><dt id="python-{place}-{member.name.replace("_", "-")}" '
        f"{entry(f'{name}.{member.name}', member.kind, member.name + member.signature)}</dt><dd>{prose(member.doc)}</dd></div>"
        for member in members(thing)
    )
    listed = f'<dl class="pb-formula-list">{rows}</dl>' if rows else ""
    for paragraph in paragraphs(thing):
        if paragraph.startswith(">>> "):
            parts.append(f'<pre class="pb-code" tabindex="0"><code>{escape(paragraph, quote=False)}</code></pre>')
        elif not paragraph.startswith("- "):
            parts.append(f"<p>{prose(paragraph)}</p>")
        else:
            parts.append(listed)
            listed = ""
    return f'<div class="pb-block">{"".join(parts)}{listed}</div>'
