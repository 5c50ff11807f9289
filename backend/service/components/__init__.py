"""The register of components: keeping it, searching it, files of it, and tickets that are tied to it."""
