def amount(text):
    try: return int(float(text)*100)
    except ValueError: return None
