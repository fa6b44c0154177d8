"""What stands behind a link into the site: found in the built HTML, whatever engine built it.

`python -m publish.links site` adds to a built site the addresses that wikis use: `go/<id>/` for every
section, old addresses, `links.json`, `objects.inv` and `llms.txt`. It then reads the site again and fails
when an address that was ever published leads nowhere.
"""
