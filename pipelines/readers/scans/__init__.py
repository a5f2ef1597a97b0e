"""Pages that are pictures, once their pixels are even: where ink stands, what it says, and how surely."""
