"""Pictures as SVG, drawn by this package itself: the same text in the built page, in a notebook and live in the browser.

Why not Vega-Lite: its picture at build comes from one renderer (vl-convert, native code) and the live one from another (Vega,
153 KB of JavaScript after compression), so the two could differ, a notebook would need a third, and the reader would download
more than all the rest of the page for lines, dashed marks and bars. What these calculators need is a scale, some ticks and a
path: a few hundred lines of Python that travel with the runtime, need no script and no exception in a content security policy,
and give the same bytes everywhere, since coordinates are made of + - * / and correctly rounded logarithms alone.

What a picture is, as data, stands in `calculator.formulas.charts`, and each model says in a few lines which it shows. Here `scale` turns values into
places, `ink` has what all drawings are made of, each kind has a module that draws it, `ranges` makes pictures of a spread, and `html` puts a drawing
into HTML with its finding, its source and its numbers.
"""
