"""Words between an app and the corp's members: messages, cards, menus, group chats and robots."""
