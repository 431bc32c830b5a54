"""The few things that both apps need; imports neither of them."""
