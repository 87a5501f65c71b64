"""Tables: readers, runs over shards, districts, splits, the card, publishing. Meets `cleaning` at one place."""
