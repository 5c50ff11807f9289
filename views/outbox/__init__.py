"""待发: what waits for the centre, what somebody was first with, what was refused, what was half written."""
