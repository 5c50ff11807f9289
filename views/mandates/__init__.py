"""The duty list and the powers list beside a ticket."""
