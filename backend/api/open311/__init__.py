"""Open311 GeoReport v2 under ``/open311/v2``: a client that speaks it can report here and follow its report.

Who may see what: without a key, what was reported through this interface and what came by a channel of type
``open311``; with a channel's key, the tickets of that channel. Words are redacted (`service/redaction.py`),
reporters and photographs are never given out.
"""

from .routes import HANDLERS as HANDLERS
