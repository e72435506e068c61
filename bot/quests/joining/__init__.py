"""Into a quest and out of it: by oneself, by a manager, by a file; and whoever leaves hands over."""
