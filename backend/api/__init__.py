"""HTTP: what comes in is checked and handed to the services; what they refuse becomes a problem document."""
