"""Terms and privacy notes: every version that was published, and who agreed to which, when."""
