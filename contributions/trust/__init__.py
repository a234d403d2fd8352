"""Trust levels from 0 to 4: computed from what members read, write and get, and opened to the rows they follow from."""
