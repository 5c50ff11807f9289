"""The simulated day: what citizens, departments and grid workers of a district do, drawn and seeded.

`matters` draws what happens, `lives` what people do about it, `history` writes days of it through the one
function that changes states, `player` plays it live through the public API. The figures behind it are the
district's own (`[load]` and `[simulation]` of its profile).
"""
