"""What console and backend say to each other. Pure: msgspec and the standard library, no I/O.

Instants are integers: milliseconds since 1970-01-01 UTC. Durations are integers in milliseconds.
Coordinates are WGS-84 degrees, longitude first. Identifiers minted by either side are UUIDv7 strings.
"""

API_VERSION = 1
