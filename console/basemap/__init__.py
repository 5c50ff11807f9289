"""Maps of others under the district's own: files of tiles, tile servers, and what is kept of them on disk."""
