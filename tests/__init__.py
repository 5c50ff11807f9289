"""The tests: unit, qt (real windows), pair (real backend, real console), tour, soak, bundle."""
