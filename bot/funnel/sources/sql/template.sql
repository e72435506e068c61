-- Cornerman's two views, for any database: replace the tables, leave out optional columns that you do not have.
-- Not run here against any system.
--
-- Times without a zone count as UTC, or as source_time_zone under [funnel] says. Sums are plain numbers in whole units.
-- `stage` is one of lead, discovery, proposal, negotiation, contract, payment, or won, or lost; any other word has to be
-- a stage of the playbook, or one of its aliases, else `cornerman sync` names it.

create view funnel_deal as
select
    d.id as id,                        -- needed; never used again for another deal
    c.name as customer,                -- needed
    d.stage as stage,
    d.status as status,                -- open, won or lost; without it the stage says so
    d.number as number,
    d.title as title,
    u.name as owner,                   -- as the colleague is called in Cornerman
    c.industry as industry,            -- may choose the playbook
    c.region as region,
    c.size as size,
    d.amount as amount,
    d.list_amount as list_amount,      -- what it would be without discount
    d.currency as currency,            -- ISO 4217; without it the workspace's
    d.source as origin,
    d.product as product,
    d.created_at as created_at,
    d.closed_at as closed_at,
    d.expected_on as expected_on,      -- when they mean to decide
    d.lost_reason as lost_reason,      -- price, function, competitor or other
    d.lost_to as lost_to,
    d.lost_note as lost_note,
    d.touched_at as touched_at,        -- the last contact with the customer
    d.changed_at as changed_at         -- with it, only what changed is read
from deals d
join customers c on c.id = d.customer_id
left join users u on u.id = d.owner_id;

create view funnel_stage_event as
select
    h.deal_id as deal_id,              -- needed
    h.new_stage as stage,              -- needed
    h.changed_at as entered_at,        -- needed; when the deal entered the stage, the first one too
    h.amount as amount                 -- what it was worth then
from deal_stage_history h;
