"""The rules of the backend: performing actions, clocks, reference, accounts, feed, suggestions."""
