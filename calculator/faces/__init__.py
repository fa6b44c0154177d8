"""How a result is shown: HTML with its charts, and the door to a page's script."""
