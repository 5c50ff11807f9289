"""Alarms at the seat: the gauge in the status bar, the panel over the frame, the report of the sources."""
