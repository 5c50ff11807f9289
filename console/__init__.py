"""The seat without its screen: client, feed, replica, outbox, projection, clock."""
