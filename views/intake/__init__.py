"""受理台: what was reported, and the call that is being taken."""
