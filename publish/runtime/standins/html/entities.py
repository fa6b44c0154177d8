"""Nothing that html.escape needs, which is all that the calculator takes of html."""

from _absent import Absent

html5 = Absent("html.entities.html5")
