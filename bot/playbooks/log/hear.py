from bot.playbooks.log.heard import Heard, World, Next


def hear(text, now, world):
    c = next((k for k in world.customers if any(n[:2] in text for n in k.names)), None)
    return Heard(
        text,
        customer=c.id if c else None,
        customer_said="" if c else text[:4],
        kind="visit",
        day=now.date(),
        objection=text,
        next=Next("演示", "demo", now.date().replace(day=28)),
    )
