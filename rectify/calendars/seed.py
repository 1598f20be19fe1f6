"""Days off and make-up working days that come with the program, from the package chinesecalendar (2004 on)."""

from chinese_calendar import constants

from rectify.calendars.calendar import Exceptional

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def known_days() -> list[Exceptional]:
    """Every day off and every make-up working day the package knows, by date."""
    off = [Exceptional(day, False, NAMES.get(name, name)) for day, name in constants.holidays.items()]
    made_up = [Exceptional(day, True, f"{NAMES.get(name, name)}调休") for day, name in constants.workdays.items()]
    return sorted(off + made_up, key=lambda day: day.date)
