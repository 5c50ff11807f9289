"""A queue: its pages, what it is narrowed, sorted and grouped by, the table, the line of keys under it."""

from views.queue.panel import QueuePanel

__all__ = ["QueuePanel"]
