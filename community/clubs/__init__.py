"""The owners' club of a product: why it was chosen, how it is used, reviews that nobody buries, help with doubts."""
