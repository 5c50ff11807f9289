"""The central service: HTTP interface, rules, store."""
