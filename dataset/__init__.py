"""Tables: readers, runs over shards, districts, splits, the card, publishing. Meets `cleaning` in `clean_batch` only."""
