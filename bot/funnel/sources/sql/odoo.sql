-- Cornerman's two views on a self-hosted Odoo 17 or 18 (PostgreSQL, module crm). NOT RUN HERE: written from Odoo's
-- published tables. Compare a handful of deals with the screen before you rely on it.
--
-- Odoo keeps stages only as messages in the chatter, and only of deals that moved: the first stage is where the first
-- move came from, entered when the deal was made. Stages have names of your own: give them to a playbook as aliases,
-- or map them here. Times are UTC. The amount of an event is not known.

create or replace view funnel_stage_event as
with move as (
    select
        message.res_id as deal_id, message.date as entered_at,
        tracked.old_value_char as stage_before, tracked.new_value_char as stage,
        row_number() over (partition by message.res_id order by message.date, tracked.id) as place
    from mail_tracking_value tracked
    join mail_message message on message.id = tracked.mail_message_id
    join ir_model_fields field on field.id = tracked.field_id
    where message.model = 'crm.lead' and field.model = 'crm.lead' and field.name = 'stage_id'
)
select deal_id, stage, entered_at from move where stage is not null
union all
select move.deal_id, move.stage_before, deal.create_date
from move
join crm_lead deal on deal.id = move.deal_id
where move.place = 1 and move.stage_before is not null
union all
select id, 'lost', date_closed from crm_lead where not active and probability = 0 and date_closed is not null;

create or replace view funnel_deal as
select
    deal.id as id,
    deal.name as title,
    coalesce(company.name, customer.name, deal.partner_name, deal.name) as customer,
    person.name as owner,
    coalesce(stage.name ->> 'en_US', stage.name ->> 'zh_CN') as stage,
    case
        when not deal.active and deal.probability = 0 then 'lost'
        when stage.is_won then 'won'
        else 'open'
    end as status,
    deal.expected_revenue as amount,
    currency.name as currency,
    deal.create_date as created_at,
    deal.date_closed as closed_at,
    deal.date_deadline as expected_on,
    coalesce(reason.name ->> 'en_US', reason.name ->> 'zh_CN') as lost_reason,
    deal.write_date as changed_at
from crm_lead deal
left join crm_stage stage on stage.id = deal.stage_id
left join res_partner customer on customer.id = deal.partner_id
left join res_partner company on company.id = customer.commercial_partner_id
left join res_users usr on usr.id = deal.user_id
left join res_partner person on person.id = usr.partner_id
left join res_company own on own.id = deal.company_id
left join res_currency currency on currency.id = own.currency_id
left join crm_lost_reason reason on reason.id = deal.lost_reason_id;
