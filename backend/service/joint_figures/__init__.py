"""Figures of joint actions: counted from the rows, told over from the logs, and laid out as a sheet."""
