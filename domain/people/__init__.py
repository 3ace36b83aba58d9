"""What is known of persons and households beyond the name: numbers, duplicates, moves, consent."""
