"""Who is near, and the past played: over the API, on both databases."""
