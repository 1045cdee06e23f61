from __future__ import annotations

import pytest

from .instructions import Addition, Answer, Change, Commands, Open, Press, See, WholeFile, Write, read_instructions
from .newcomer import assert_holds

PAGE = """\
# A page

Some **bold** words, and `code`, that tell nothing.

```sh
pip install something
python manage.py migrate
```

```json
{"items": []}
```

## Settings

At the end of `mysite/settings.py`:

```python
ONE = 1

TWO = 2
```

Create `mysite/new.html`, with its folder:

```django
{% extends "base.html" %}
```

In `mysite/old.html`, change two lines:

```diff
-<html lang="en">
+<html lang="sv">
```

```diff
 <body>
-</body>
```

## In the admin

1. Open <http://localhost:8000/admin/> and log in.
2. Go to **Sidor**, where *Home* stands.
   **Titel** `Budget
   2027`, **Publicera**.

After the list, **nothing** is pressed.
"""


def test_a_page_is_read_as_its_reader_reads_it() -> None:
    assert read_instructions(PAGE) == [
        Commands(("pip install something", "python manage.py migrate")),
        Answer({"items": []}),
        Addition("mysite/settings.py", "ONE = 1\n\nTWO = 2\n"),
        WholeFile("mysite/new.html", '{% extends "base.html" %}\n', is_new=True),
        Change("mysite/old.html", '<html lang="en">\n', '<html lang="sv">\n'),
        Change("mysite/old.html", "<body>\n</body>\n", "<body>\n"),
        Open("http://localhost:8000/admin/"),
        Press("Sidor"),
        See("Home"),
        Write("Titel", "Budget 2027"),
        Press("Publicera"),
    ]


def test_a_part_can_be_left_out_by_its_heading() -> None:
    without = read_instructions(PAGE, without="Settings")
    assert without == read_instructions(PAGE)[:2] + read_instructions(PAGE)[6:]


@pytest.mark.parametrize("sentence", ["", "Here is some code:", "Look at `mysite/settings.py`:"])
def test_a_block_that_belongs_nowhere_is_an_error(sentence: str) -> None:
    with pytest.raises(ValueError, match="which file"):
        read_instructions(f"{sentence}\n\n```python\nONE = 1\n```\n")


@pytest.mark.parametrize(
    "part", [{"a": 2}, {"b": 1}, {"list": [{"x": 2}]}, {"list": [{"x": 1}, {"x": 2}, {"x": 3}]}, {"list": []}]
)
def test_an_answer_that_does_not_hold_what_the_page_says_is_an_error(part: object) -> None:
    whole = {"a": 1, "list": [{"x": 1, "y": 1}, {"x": 2}]}
    assert_holds(whole, {"a": 1, "list": [{"x": 1}]})
    with pytest.raises(AssertionError):
        assert_holds(whole, part)
