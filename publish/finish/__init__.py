"""What reads and completes the built HTML, whatever engine built it."""
