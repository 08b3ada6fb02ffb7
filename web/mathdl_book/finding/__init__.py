"""Finding one's way: the map, the list of pages, search, and previews of links."""
