"""What may be given for an input, in words: for forms and for the command line. A page's Python never needs it."""

from calculator.inputs.kinds import Boolean, Choice, Input, Number, Numbers, Records, Text, number_text

FAR = 100_000


def bounds_text(declared: Input) -> str:
    """The rule that a value must keep, in words. An upper bound that no reader meets is not worth the words."""
    if isinstance(declared, Numbers):
        many = declared.shortest if declared.shortest == declared.longest else f"{declared.shortest} to {declared.longest}"
        return f"{many} numbers, each at least {number_text(declared.minimum)}."
    if isinstance(declared, Number):
        whole = "whole number, " if declared.kind == "integer" else ""
        rule = (
            f"at least {number_text(declared.minimum)}"
            if declared.maximum >= FAR
            else f"{number_text(declared.minimum)} to {number_text(declared.maximum)}"
        )
        return f"{(whole + rule).capitalize()}."
    if isinstance(declared, Records):
        rules = [
            f"{declared.shortest} to {declared.longest} lines such as {declared.example}",
            *filter(None, map(options_text, declared.columns)),
        ]
        return ". ".join(rules) + "." * (len(rules) > 1)
    if isinstance(declared, Text) and declared.empty:
        return f"Empty: {declared.empty}."
    return ""


def options_text(column: Input) -> str:
    """What to write in a column of records that is chosen: there is no list to choose from inside a line of text."""
    if not isinstance(column, (Boolean, Choice)):
        return ""
    ways = [id if words.lower() == id else f"{id} ({words})" for id, words in column.options.items()]
    return f"{column.label}: {', '.join(ways[:-1])} or {ways[-1]}"
