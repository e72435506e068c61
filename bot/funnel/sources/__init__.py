"""A CRM or ERP read through two views that its own administrator makes: funnel_deal and funnel_stage_event."""
