"""Duty (在岗): who is on, on a ticket's page, on a screen of its own, and for the grid worker."""
