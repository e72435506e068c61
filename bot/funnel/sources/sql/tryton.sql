-- Cornerman's two views on Tryton 8.2 with the module sale_opportunity, on PostgreSQL. Run here against Tryton 8.2.
--
-- Tryton's words on the left become one of the six stages, or won or lost. Change them here if you use them differently.
-- Tryton writes times without a zone, in the server's own; the cast to "timestamp with time zone" says so.
-- A reader needs `select` on the two views and nothing else: views read with the rights of whoever made them.

create or replace view funnel_deal as
select
    cast(o.id as text) as id,
    o.number as number,
    o.description as title,
    customer.name as customer,
    owner.name as owner,
    case o.state
        when 'opportunity' then 'discovery'
        when 'converted' then 'proposal'
        when 'cancelled' then 'lost'
        else o.state
    end as stage,
    case o.state when 'won' then 'won' when 'lost' then 'lost' when 'cancelled' then 'lost' else 'open' end as status,
    cast(o.amount as text) as amount,
    currency.code as currency,
    cast(o.create_date as timestamp with time zone) as created_at,
    case when o.state in ('lead', 'opportunity', 'converted') then o.end_date end as expected_on,
    case o.state when 'lost' then o.lost_reason when 'cancelled' then 'cancelled' end as lost_reason,
    cast(coalesce(o.write_date, o.create_date) as timestamp with time zone) as changed_at
from sale_opportunity o
left join party_party customer on customer.id = o.party
left join company_employee employee on employee.id = o.employee
left join party_party owner on owner.id = employee.party
left join currency_currency currency on currency.id = o.currency;

-- The history holds a version for each write; only those that changed the state are events, each with its amount.
-- (ir_model_log is no source: it has no row for a deal that was won or lost.)
create or replace view funnel_stage_event as
select
    cast(id as text) as deal_id,
    case state
        when 'opportunity' then 'discovery'
        when 'converted' then 'proposal'
        when 'cancelled' then 'lost'
        else state
    end as stage,
    cast(entered_at as timestamp with time zone) as entered_at,
    cast(amount as text) as amount
from (
    select
        h.id, h.state, h.amount,
        coalesce(h.write_date, h.create_date) as entered_at,
        lag(h.state) over (partition by h.id order by h."__id") as state_before
    from sale_opportunity__history h
    join sale_opportunity o on o.id = h.id
    where h.state is not null
) versions
where state_before is null or state_before <> state;
