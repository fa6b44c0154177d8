"""`python -m tests.golden record` writes down what the calculators say today."""

import sys

from calculator.models.registry import CALCULATORS
from tests.golden import FOLDER, file_of, recorded, text_of


def main() -> int:
    if sys.argv[1:] != ["record"]:
        print("Usage: python -m tests.golden record", file=sys.stderr)
        return 2
    texts = {file_of(id): text_of(id) for id in CALCULATORS}
    for gone in set(FOLDER.glob("*.json")) - set(texts):
        gone.unlink()
    changed = [file.stem for file, text in texts.items() if recorded(file.stem) != text]
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")
    print(", ".join(changed) or "nothing new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
