"""The desks that are a queue beside a ticket: dispatch, closing, call-back, handling, and all tickets."""
