"""Who is near a point or a ticket, asked of the backend; on line only."""

from __future__ import annotations

from contract.nearby import Nearby

from .net.client import Client


class Near:
    """All raise ConsoleError: what is refused, and that the backend is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def point(self, lon: float, lat: float) -> Nearby:
        """Around a point, degrees of WGS-84."""
        return await self._client.get("/api/nearby", Nearby, {"lon": lon, "lat": lat})

    async def ticket(self, ticket_id: str) -> Nearby:
        """Around a ticket's place."""
        return await self._client.get("/api/nearby", Nearby, {"ticket": ticket_id})
