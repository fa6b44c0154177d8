"""What must not change unseen: editions of the numbers, hand-checked cases, heights of the embeds."""
