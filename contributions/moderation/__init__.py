"""Order in the house: flags, the queue of moderators, holds, and the log of what moderators did."""
