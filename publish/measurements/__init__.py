"""How fast the site answers and how tall its embeds are, and the browser and servers that it takes to find out."""
