"""The figures of joint actions: a period, its lines and totals, and how they go month by month."""
